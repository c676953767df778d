using System.CommandLine;
using Amqp1.Cli.Commands;
using Amqp1.Cli.Execution;
using Amqp1.Cli.Settings;

namespace Amqp1.Cli;

/// <summary>Puts the commands of the tool together.</summary>
internal static class RootBuilder
{
    /// <summary>Returns the root command with all commands. A new command is added here, in the order in which the help lists it.</summary>
    public static RootCommand Create()
    {
        var root = new RootCommand("Calls, observes and runs message buses with AMQP 1.0 and the protocol of oslo.messaging.")
        {
            new CallCommand(),
            new CastCommand(),
            new FanoutCommand(),
            new NotifyCommand(),
            new ListenCommand(),
            new PingCommand(),
            new ServeCommand(),
            new RouterCommand(),
            new BrokerCommand(),
            new DevCommand(),
            new CheckCommand(),
            new ConfigCommand(),
            new TopCommand(),
            new QueuesCommand(),
            new DescribeCommand(),
            new CompletionCommand(),
        };
        SharedOptions.AddTo(root);
        Help.Extend(root);
        return root;
    }
}
