# Words used everywhere.
unit-kind-province = province
unit-kind-district = district
unit-kind-commune = commune
unit-kind-department = department
unit-kind-union = union
unit-kind-school = school
unit-kind-other = other unit
role-administrator = administrator
role-agency = officer of the standing agency
role-officer = officer of a unit
role-leader = leader
