using System.CommandLine;
using Bench.Soak;

var runs = new Option<int>("--runs") { Description = "How many app starts.", DefaultValueFactory = _ => 200 };
var seed = new Option<int>("--seed") { Description = "Which faults strike when.", DefaultValueFactory = _ => 1 };
var studios = new Option<int>("--studios") { Description = "How many LocalStudios at the same time.", DefaultValueFactory = _ => 3 };
var limit = new Option<int>("--minutes") { Description = "When to stop, however many runs are left.", DefaultValueFactory = _ => 30 };
var soak = new Command("soak", "Runs with random faults, each checked against the files in its app. The exit code is 0 if every one held.") { runs, seed, studios, limit };
soak.SetAction((parsed, cancellationToken) => SoakCommand.RunAsync(
    new SoakOptions(parsed.GetValue(runs), parsed.GetValue(seed), parsed.GetValue(studios), TimeSpan.FromMinutes(parsed.GetValue(limit))), cancellationToken));

return await new RootCommand("What the customizer is measured by.") { soak }.Parse(args).InvokeAsync();
