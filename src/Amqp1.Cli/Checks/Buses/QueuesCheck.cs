using Amqp1.Addressing;
using Amqp1.Cli.Checks.Findings;
using Amqp1.Dialects.OsloRabbit;
using Amqp1.Dialects.OsloRabbit.Management;
using Amqp1.Dialects.OsloRabbit.Topology;

namespace Amqp1.Cli.Checks.Buses;

/// <summary>
/// Compares the queues of RabbitMQ that exist for the named topics, and their exchange, with those that the options describe. Nothing new is
/// declared.
/// </summary>
internal sealed class QueuesCheck : ICheck
{
    public string Name => "queue";

    public IReadOnlyList<string> Needs => ["connection"];

    public string? ReasonToSkip(CheckContext context) =>
        !context.OpenConnection.IsRabbit ? "Only RabbitMQ has queues that services declare."
        : context.Topics.Count == 0 ? "No topic was named with --topic."
        : null;

    public async Task RunAsync(CheckContext context, CheckFindings findings, CancellationToken cancel)
    {
        var settings = OsloRabbitSettingsFactory.Create(context.Backend.Options, context.Backend.Url);
        var planner = new RabbitPlanner(settings, new RabbitNames(settings));
        var management = RabbitManagement.Of(context);
        foreach (var topic in context.Topics)
        {
            var destination = context.Backend.CarriesRpc
                ? Destination.For(ServiceKind.Rpc, new Target { Topic = topic })
                : Destination.For(ServiceKind.Notification, new Target { Topic = $"{topic}.info" });
            var plan = planner.OfReceiver(destination, Guid.NewGuid());
            var declared = plan.Queue!;
            var response = await management.RequestAsync(ManagementRequest.GetQueue(declared.Name), cancel).ConfigureAwait(false);
            if (response.Status == ManagementResponse.NotFound)
            {
                findings.Ok(topic, $"The queue {declared.Name} does not exist yet. Its first server declares it.");
            }
            else if (response is not { IsSuccess: true, Properties: { } properties })
            {
                findings.Warn(topic, $"The queue {declared.Name} cannot be seen: {response.Text}.", $"rabbitmqctl set_permissions: permit the user to read {declared.Name}");
            }
            else
            {
                var actual = new QueueProperties(properties);
                Compare(topic, $"The queue {declared.Name} ({actual.Type})", QueueComparison.Compare(declared, actual), findings);
                await CompareExchangeAsync(topic, plan.Exchange!, management, findings, cancel).ConfigureAwait(false);
            }
        }
    }

    /// <summary>
    /// Compares the exchange with that of the options. The management node does not return exchanges, so that the exchange is declared as a
    /// service would. A service declares it before the queue, so that it exists if the queue does.
    /// </summary>
    private static async Task CompareExchangeAsync(string topic, ExchangeDeclaration declared, ManagementClient management, CheckFindings findings, CancellationToken cancel)
    {
        var response = await management.RequestAsync(ManagementRequest.PutExchange(declared.Name, declared.ToMap()), cancel).ConfigureAwait(false);
        if (response.IsSuccess)
        {
            return;
        }

        if (response.Status == ManagementResponse.Conflict && ExchangeConflict.Read(declared, response.Text) is { } difference)
        {
            Compare(topic, $"The exchange {declared.Name}", [difference], findings);
        }
        else
        {
            findings.Warn(topic, $"The exchange {declared.Name} cannot be compared: {response.Text}.", $"rabbitmqctl set_permissions: permit the user to configure {declared.Name}");
        }
    }

    private static void Compare(string topic, string what, IReadOnlyList<PropertyDifference> differences, CheckFindings findings)
    {
        if (differences.Count == 0)
        {
            findings.Ok(topic, $"{what} is as the options describe it.");
            return;
        }

        var seen = $"{what} differs from the options: {string.Join(", ", differences)}.";
        if (differences.All(difference => difference.IsUsable))
        {
            findings.Warn(topic, seen, DeclarationErrors.AdviceFor(differences));
        }
        else
        {
            findings.Fail(topic, seen, DeclarationErrors.AdviceFor(differences));
        }
    }
}
