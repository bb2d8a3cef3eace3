# The database: in the data folder or on a PostgreSQL server; backups, restoring, moving.
help-any-database = PostgreSQL server (postgres://…) instead of the file in the data folder
help-restore = Put a backup in an empty place (--data or --database)
help-restore-example = chungtay --data new-folder restore backup/chungtay.db
help-restore-file = The backup, made by chungtay backup or on the administrator's page
help-move = Move everything to an empty folder or PostgreSQL database; the old place stays as it is
help-move-example = chungtay move --to postgres://chungtay@server/chungtay
help-move-to = Where to: a folder, or postgres://user:password@host:port/name

database-none-yet = The database { $place } holds no data of Chung Tay yet; check --database, or begin with: chungtay campaign open --plan FILE --units FILE
backup-digest = { $rows } rows, digest { $digest }
backup-restore = To restore it in an empty place: chungtay --data NEW-FOLDER restore { $file }
restore-done = Restored to { $place }, read back, and the same.
move-done = Moved from { $from } to { $to }, read back, and the same.
copy-from = Original:  { $rows } rows, digest { $digest }
copy-to = Copy:      { $rows } rows, digest { $digest }
next-after-restore = Next: chungtay serve
next-after-move-to-server = Next: chungtay serve --database { $to } (with the password, or set CHUNGTAY_DATABASE); the old place stays as it is, do not go on with it.
next-after-move-to-folder = Next: chungtay serve --data { $to }, and unset CHUNGTAY_DATABASE if it is set; the old place stays as it is, do not go on with it.
audit-backup-restore = Restored from a backup
audit-installation-move = Moved to another place

store-bad-address = The address of the database cannot be read; write postgres://user:password@host:port/name, with % codes for special signs.
store-not-encrypted = The database server offers no encrypted connection (TLS), which sslmode in the address asks for; turn ssl on at the PostgreSQL server, or see whether the address leads to the right one.
store-untrusted-issuer = Nobody trusted vouches for the certificate of the database server; add sslrootcert=FILE (the certificate of whoever issued it) to the address.
store-untrusted-name = The certificate of the database server is for another name; use the name in the certificate (subjectAltName) as host of the address.
store-untrusted-expired = The certificate of the database server is over; renew it at the PostgreSQL server.
store-untrusted-not-yet = The certificate of the database server does not hold yet; check the clocks of both machines, or replace it.
store-untrusted-odd = The certificate of the database server cannot be used; make another (X.509 version 3, for a server).
store-bad-root-file = The file named by sslrootcert in the address cannot be read or holds no certificate; name a file of certificates in PEM that the program may read.
store-not-admitted-in-the-open = The database server does not admit this user over an unencrypted connection; leave sslmode=disable out of the address, or check the user, the database and the server's pg_hba.conf.
store-no-server = The database server does not answer or ended the connection; check the server, look whether what you did is there, then do it again; everything acknowledged is safe.
store-not-let-in = The database server refuses the user, the password or the database; check all three, the user must be allowed to make tables.
store-not-ours = The database on the server holds tables of another program, or is not in UTF-8; choose an empty database in UTF-8.
store-not-empty = There is data in that place, and it is not written over; choose an empty one.
store-copy-differs = The copy does not read back the same; do not use it, the original is as it was.

doctor-server = Database { $place }, PostgreSQL { $version }, schema { $schema }, { $size } MB
doctor-server-mend = Check CHUNGTAY_DATABASE or --database, and that the server runs and can be reached; the first time, run chungtay serve.
