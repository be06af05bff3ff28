using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using LocalStudio.Faults;
using LocalStudio.FrontDoor;
using LocalStudio.Knobs;

namespace LocalStudio.Cli;

/// <summary>What <c>--help</c> says: the options, and what their words mean.</summary>
internal sealed class Help(HelpAction options) : SynchronousCommandLineAction
{
    private static readonly string Epilogue =
        $"""
        Moods of the front door:
        {List(Moods.All)}

        Faults:
        {List(FaultSettings.All)}

        LocalStudio's own API, on the API's port:
          GET, PUT /_localstudio/moods        which are on; a PUT of ["name", "name=number"] turns on exactly these
          GET, PUT /_localstudio/faults       the same for faults
          POST     /_localstudio/invocations  invokes the function with the body as its event, and answers its report
          GET      /_localstudio/invocations  every invocation, and its attempts
          GET      /_localstudio/requests     every request that came to the front door

        Exit code: 0 when the verdict is done, 1 when it isn't, 2 when it couldn't be tried, 130 when Ctrl-C ended it.
        """;

    public override int Invoke(ParseResult parseResult)
    {
        options.Invoke(parseResult);
        parseResult.InvocationConfiguration.Output.WriteLine(Epilogue);
        return ExitCodes.Done;
    }

    private static string List(IReadOnlyList<Knob> knobs)
    {
        var width = knobs.Max(knob => knob.Syntax.Length);
        return string.Join('\n', knobs.Select(knob => $"  {knob.Syntax.PadRight(width)}  {knob.Description}"));
    }
}
