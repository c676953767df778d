using System.CommandLine;

namespace Amqp1.Cli.Settings;

/// <summary>The options that every command has.</summary>
internal static class SharedOptions
{
    /// <summary>Whether results are written as JSON.</summary>
    public static Option<bool> Json { get; } = new("--json")
    {
        Description = "Write results as JSON, and errors as JSON to standard error.",
        Recursive = true,
    };

    /// <summary>The time limit of the command; null when the option is absent.</summary>
    public static Option<TimeSpan?> Timeout { get; } = new("--timeout")
    {
        Description = "The time limit of one operation: seconds, or a number with ms, s, m or h.",
        HelpName = "TIME",
        Recursive = true,
        CustomParser = Duration.ParseOption,
    };

    /// <summary>Whether output has no colour on a terminal either.</summary>
    public static Option<bool> NoColor { get; } = new("--no-color")
    {
        Description = "Write no colour. Output that is not a terminal never has colour; NO_COLOR is respected.",
        Recursive = true,
    };

    /// <summary>Whether the log is written to standard error.</summary>
    public static Option<bool> Verbose { get; } = new("--verbose", "-v")
    {
        Description = "Write the log of the connection to standard error.",
        Recursive = true,
    };

    /// <summary>Adds the options to the root command, which passes them to all commands.</summary>
    public static void AddTo(RootCommand root)
    {
        root.Options.Add(Json);
        root.Options.Add(Timeout);
        root.Options.Add(NoColor);
        root.Options.Add(Verbose);
    }
}
