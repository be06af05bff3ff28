# Every one of these is made up; its parts are put together here so that no scanner takes them for real.
echo "cloning https://someone:hunter2hunter2@example.com/repository"
echo "key AKIA""ABCDEFGHIJKLMNOP, aws_secret_access_key = abcdefghijklmnopqrst""uvwxyzABCDEFGHIJKLMN"
echo "Authorization: Bearer abcdefghijklmnop.qrstuv"
