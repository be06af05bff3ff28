using System.CommandLine;
using Bench;
using Bench.Fuzz;
using Bench.Measuring;
using Bench.Soak;
using LocalStudio.CodeEditor;

var runs = new Option<int>("--runs") { Description = "How many app starts.", DefaultValueFactory = _ => 200 };
var seed = new Option<int>("--seed") { Description = "Which faults strike when.", DefaultValueFactory = _ => 1 };
var studios = new Option<int>("--studios") { Description = "How many LocalStudios at the same time.", DefaultValueFactory = _ => 3 };
var limit = new Option<int>("--minutes") { Description = "When to stop, however many runs are left.", DefaultValueFactory = _ => 30 };
var appType = new Option<string>("--app-type") { Description = "JupyterLab or CodeEditor.", DefaultValueFactory = _ => "JupyterLab" };
appType.AcceptOnlyFromAmong("JupyterLab", "CodeEditor");
var codeEditor = new Option<string>("--code-editor") { Description = "Code Editor's version.", DefaultValueFactory = _ => CodeEditorInstaller.DefaultVersion };
var soak = new Command("soak", "Runs with random faults, each checked against the files in its app. The exit code is 0 if every one held.") { runs, seed, studios, limit, appType, codeEditor };
soak.SetAction((parsed, cancellationToken) => SoakCommand.RunAsync(
    new SoakOptions(
        parsed.GetValue(runs), parsed.GetValue(seed), parsed.GetValue(studios), TimeSpan.FromMinutes(parsed.GetValue(limit)), parsed.GetValue(appType)!, parsed.GetValue(codeEditor)!),
    cancellationToken));

var fuzzMinutes = new Option<double>("--minutes") { Description = "For how long.", DefaultValueFactory = _ => 1 };
var firstSeed = new Option<long>("--seed") { Description = "The first input's; the next one has the next.", DefaultValueFactory = _ => 1_000_000 };
var fuzz = new Command("fuzz", "Generated input at every border at which something comes from outside. The exit code is 0 if all of it was read or refused.") { fuzzMinutes, firstSeed };
fuzz.SetAction((parsed, cancellationToken) => FuzzCommand.RunAsync(TimeSpan.FromMinutes(parsed.GetValue(fuzzMinutes)), parsed.GetValue(firstSeed), cancellationToken));

var names = new Argument<string[]>("name")
{
    Description = $"What to measure; all by default. {string.Join("; ", Benchmarks.All.Select(benchmark => $"{benchmark.Name}: {benchmark.Description}"))}.",
    Arity = ArgumentArity.ZeroOrMore,
};
names.AcceptOnlyFromAmong([.. Benchmarks.All.Select(benchmark => benchmark.Name)]);
var smoke = new Option<bool>("--smoke") { Description = "As little of everything as shows that it works." };
var markdown = new Option<FileInfo>("--markdown") { Description = "A file for the figures, as a page of Markdown." };
var root = new RootCommand("What the customizer is measured by. The exit code is 0 if all was measured and every target is met.") { names, smoke, markdown, soak, fuzz };
root.SetAction((parsed, cancellationToken) =>
    Benchmarks.RunAsync(parsed.GetValue(names)!, new Effort(parsed.GetValue(smoke)), parsed.GetValue(markdown), cancellationToken));

return await root.Parse(args).InvokeAsync();
