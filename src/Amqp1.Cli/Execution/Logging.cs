using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Amqp1.Cli.Execution;

/// <summary>The logs of the tool. They go to standard error, because standard output has the results.</summary>
internal static class Logging
{
    /// <summary>Returns the log of a command that does one thing: everything with <c>--verbose</c>, nothing otherwise.</summary>
    public static ILoggerFactory ForCommand(CommandRun run) => run.IsVerbose ? Create(LogLevel.Debug) : NullLoggerFactory.Instance;

    /// <summary>Returns the log of a command that runs until it is stopped: warnings, everything with <c>--verbose</c>.</summary>
    public static ILoggerFactory ForService(CommandRun run) => Create(run.IsVerbose ? LogLevel.Debug : LogLevel.Warning);

    private static ILoggerFactory Create(LogLevel level) => LoggerFactory.Create(builder =>
    {
        builder.SetMinimumLevel(level).AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        if (SystemdHelpers.IsSystemdService())
        {
            // The journal reads the level of a line from its first characters.
            builder.AddSystemdConsole();
        }
        else
        {
            builder.AddSimpleConsole(console => console.SingleLine = true);
        }
    });
}
