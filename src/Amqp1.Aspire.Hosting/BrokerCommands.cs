using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Amqp1.AppHost;

/// <summary>The buttons of the broker in the dashboard. Each runs a command of the tool against the broker and shows its output.</summary>
internal static class BrokerCommands
{
    private const string QueueArgument = "queue";

    /// <summary>Adds the commands to a broker.</summary>
    public static void Add(IResourceBuilder<Amqp1BrokerResource> broker)
    {
        Add(broker, "queues", "List queues", Shown("Shows the queues and their depths.", "List"), _ => ["queues", "list"]);
        Add(broker, "check", "Check the bus", Shown("Finds out what is wrong with the bus.", "Stethoscope"), _ => ["check"]);
        Add(broker, "purge", "Purge a queue", Purge(), context => ["queues", "purge", context.Arguments.GetString(QueueArgument) ?? "", "--yes"]);
    }

    private static void Add(
        IResourceBuilder<Amqp1BrokerResource> broker, string name, string title, ProcessCommandOptions options,
        Func<ExecuteCommandContext, IReadOnlyList<string>> arguments)
    {
        broker.WithProcessCommand(name, title, context => Start(broker.Resource, arguments(context)), options);
    }

    private static ProcessCommandSpec Start(Amqp1BrokerResource broker, IReadOnlyList<string> arguments)
    {
        var program = ToolProgram.Of(broker);
        return new ProcessCommandSpec(program.FileName)
        {
            Arguments = [.. program.Arguments, .. arguments],
            WorkingDirectory = broker.WorkingDirectory,
            EnvironmentVariables = { ["Amqp1__TransportUrl"] = broker.BusEndpoint.Url },
        };
    }

    private static ProcessCommandOptions Shown(string description, string icon) =>
        Enabled(new() { Description = description, IconName = icon, DisplayImmediately = true });

    private static ProcessCommandOptions Purge() => Enabled(new()
    {
        Description = "Drops all waiting messages of a queue for good.",
        IconName = "Delete",
        Arguments = [new InteractionInput { Name = QueueArgument, Label = "Queue", InputType = InputType.Text, Required = true }],
    });

    private static ProcessCommandOptions Enabled(ProcessCommandOptions options)
    {
        options.UpdateState = context => context.ResourceSnapshot.HealthStatus is HealthStatus.Healthy ? ResourceCommandState.Enabled : ResourceCommandState.Disabled;
        return options;
    }
}
