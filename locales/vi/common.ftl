# Words used everywhere.
unit-kind-province = tỉnh
unit-kind-district = huyện
unit-kind-commune = xã, phường
unit-kind-department = sở, ban, ngành
unit-kind-union = hội, đoàn thể
unit-kind-school = trường học
unit-kind-other = đơn vị khác
role-administrator = quản trị viên
role-agency = cán bộ cơ quan thường trực
role-officer = cán bộ đơn vị
role-leader = lãnh đạo
