using CustomizerLambda.Setup;

namespace CustomizerLambda.Tests.Setup;

public sealed class ShellTextTests
{
    [Theory]
    [InlineData("echo a # b", "# b")]
    [InlineData("# a\n#b", "# a|#b")]
    [InlineData("echo a#b ${#x} $# \\# '#' \"#\" ${x#y} # z", "# z")]
    [InlineData("echo 'it' \"isn't\" # a", "# a")]
    [InlineData("echo $'it\\'s' # a", "# a")]
    [InlineData("echo \"${x:-it's}\" # a", "# a")]
    [InlineData("echo \"$(echo \"a\" # b\n)\" # c", "# b|# c")]
    [InlineData("echo `echo a` # b", "# b")]
    [InlineData("echo \"`echo \\\"a\\\"`\" # b", "# b")]
    [InlineData("(( x = 2#101 << 3 )) # a\n# b", "# a|# b")]
    [InlineData("y=$(( (x << 2) + 1 )) # a", "# a")]
    [InlineData("x=$(case $1 in a) echo a;; (b) echo b;; esac) # a", "# a")]
    [InlineData("case $1 in a | b) echo;; esac # a", "# a")]
    [InlineData("cat <<EOF # a\n# b\nEOF\n# c", "# a|# c")]
    [InlineData("cat <<'EOF'\n# b ' \"\nEOF\n# c", "# c")]
    [InlineData("cat <<-\"E F\"\n\t# b\n\tE F\n# c", "# c")]
    [InlineData("cat << \\EOF\n# b $(\nEOF\n# c", "# c")]
    [InlineData("cat <<A <<B\n# a\nA\n# b\nB\n# c", "# c")]
    [InlineData("x=$(cat <<EOF\n# a)\nEOF\n) # b", "# b")]
    [InlineData("cat <<< a # b", "# b")]
    [InlineData("echo 'a\n# b\n' # c", "# c")]
    [InlineData("cat <<EOF\n# never ends", "")]
    [InlineData("echo \"never ends\n# a", "")]
    public void Comments_are_told_from_what_only_looks_like_them(string script, string comments) =>
        Assert.Equal(comments, string.Join('|', new ShellText(script).Comments.Select(comment => comment.Text)));

    [Fact]
    public void Code_stays_where_it_is()
    {
        var shell = new ShellText("set -e # x\necho 'a' \"b$(c 'd')\" <<E\nf\nE\ng");
        Assert.Equal("set -e \0\0\0\necho \0\0\0 \0\0\0\0c \0\0\0\0\0 <<\0\n\0\n\0\ng", shell.Code);
        Assert.Equal("f\n", shell.HereDocuments.Single().Content);
    }

    [Fact]
    public void Any_text_is_read_to_its_end()
    {
        const string Alphabet = "ab '\"`$(){}<<EOF\n#\\;|&-=case in esac[]";
        var random = new Random(11);
        for (var i = 0; i < 2000; i++)
        {
            var script = new string([.. Enumerable.Range(0, random.Next(60)).Select(_ => Alphabet[random.Next(Alphabet.Length)])]);
            Assert.Equal(script.Length, new ShellText(script).Code.Length);
        }
    }
}
