using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Amqp1.Cli.Execution;

/// <summary>The help of the commands, with their examples.</summary>
internal static class Help
{
    /// <summary>The questions with which people start, and the commands that answer them.</summary>
    private static readonly string[] Questions =
    [
        "Why can my service not connect?       amqp1 check /etc/nova/nova.conf",
        "Who answers this topic, how fast?     amqp1 ping compute",
        "Which service emits this event?       amqp1 listen --event 'compute\\.instance\\.create'",
        "What passes, and what is stuck?       amqp1 top",
        "How do I replay the dead letters?     amqp1 queues list; amqp1 queues replay --create",
        "What does my router need?             amqp1 config qdrouterd /etc/nova/nova.conf",
        "I have no bus yet.                    amqp1 broker --http",
    ];

    /// <summary>The options that name the bus.</summary>
    private static readonly string[] Buses =
    [
        "--url amqp://user:password@host       the bus, or set Amqp1__TransportUrl",
        "--config-file /etc/nova/nova.conf     the settings of a service: an ini file, or appsettings.json",
    ];

    /// <summary>Adds the examples to the help of all commands, and the usual questions to that of the root.</summary>
    public static void Extend(RootCommand root)
    {
        var option = root.Options.OfType<HelpOption>().Single();
        option.Action = new WithExamples((HelpAction)option.Action!);
    }

    private static void Write(TextWriter output, string heading, IReadOnlyList<string> lines)
    {
        output.WriteLine(heading);
        foreach (var line in lines)
        {
            output.WriteLine($"  {line}");
        }

        output.WriteLine();
    }

    private sealed class WithExamples(HelpAction inner) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            var code = inner.Invoke(parseResult);
            var output = parseResult.InvocationConfiguration.Output;
            switch (parseResult.CommandResult.Command)
            {
                case RootCommand:
                    Write(output, "Questions and commands that answer them:", Questions);
                    Write(output, "Add to each of them, unless the bus is at amqp://localhost:5672:", Buses);
                    output.WriteLine("'amqp1 COMMAND --help' has the options and examples of a command.");
                    output.WriteLine();
                    break;
                case ToolCommand { Examples: { Count: > 0 } examples }:
                    Write(output, "Examples:", examples);
                    break;
            }

            return code;
        }
    }
}
