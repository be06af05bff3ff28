using LocalStudio.Cli;
using LocalStudio.CodeEditor;
using LocalStudio.Containers;
using Xunit;

namespace EndToEnd.Tests;

/// <summary>What LocalStudio decides without asking anybody.</summary>
public sealed class LocalStudioPolicyTests
{
    [Fact]
    public void Of_much_output_the_first_and_the_last_lines_are_shown_and_the_rest_is_counted()
    {
        var excerpt = new OutputExcerpt();

        var now = Enumerable.Range(1, 1000).SelectMany(number => excerpt.Add($"{(number * 2) - 1}\n{number * 2}\n")).ToList();
        var last = excerpt.End();

        Assert.Equal("1", now[0]);
        Assert.Equal("2000", last[^1]);
        Assert.Equal(2000, now.Count + excerpt.Omitted + last.Count);
        Assert.InRange(now.Count + last.Count, 2, 100);
        Assert.Empty(excerpt.End());
    }

    [Fact]
    public void Of_little_output_all_is_shown_as_it_comes()
    {
        var excerpt = new OutputExcerpt();

        Assert.Equal(["a", "", "b"], excerpt.Add("a\n\nb\n"));
        Assert.Equal([new string('x', 500) + "… (10000 characters)"], excerpt.Add(new string('x', 10_000)));
        Assert.Empty(excerpt.End());
        Assert.Equal(0, excerpt.Omitted);
    }

    [Theory]
    [InlineData("""{"domainId": "d-a", "appType": "CodeEditor", "spaceName": "blue"}""", "blue/CodeEditor")]
    [InlineData("""{"detail": {"requestParameters": {"appType": "JupyterServer", "userProfileName": "bea"}}}""", "bea/JupyterServer")]
    [InlineData("""{"detail": {"runId": "r", "appType": "JupyterLab", "spaceName": "green"}}""", "green/JupyterLab")]
    [InlineData("""{"rollOut": true}""", null)]
    [InlineData("""{"detail": "text", "appType": 7}""", null)]
    [InlineData("[1]", null)]
    [InlineData("nonsense", null)]
    public void An_app_is_called_by_what_its_event_says(string payload, string? label) => Assert.Equal(label, AppLabel.OfPayload(payload));

    [Theory]
    [InlineData("npm error code ENOTFOUND\nnpm error network request to https://registry/x failed", "npm ping")]
    [InlineData("npm error code 128\nnpm error An unknown git error occurred\nnpm error command git --no-replace-objects ls-remote ssh://git@example.com/a/b.git", "git")]
    [InlineData("npm ERR! gyp ERR! stack Error: not found: make\nnpm ERR! code 1", "g++, make")]
    [InlineData("npm error npx canceled due to missing packages and no YES option: [\"node-gyp@11\"]\nnpm error A complete log of this run can be found in: /x", "npx canceled")]
    [InlineData("added 3 packages", "didn't say")]
    public void Why_an_installation_failed_is_told_by_what_npm_said(string printed, string told) =>
        Assert.Contains(told, NpmFailure.Explain(printed.Split('\n')), StringComparison.Ordinal);

    [Fact]
    public void Disks_are_told_from_what_the_kernel_makes_up()
    {
        var folder = Directory.CreateTempSubdirectory("a disk ").FullName;
        var table =
            $"""
            22 27 0:21 / /proc rw,relatime - proc proc rw
            27 1 254:0 / / rw,relatime - ext4 /dev/vda rw
            28 27 0:25 / /run rw shared:5 - tmpfs tmpfs rw
            29 27 8:1 / {folder.Replace(" ", @"\040", StringComparison.Ordinal)} rw,relatime shared:2 master:3 - xfs /dev/sda1 rw
            30 27 8:2 / /no/such/folder rw - ext4 /dev/sdb rw
            """;

        Assert.Equal([folder], MountTable.Disks(table));

        Directory.Delete(folder);
    }
}
