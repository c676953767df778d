using Amqp1.Addressing;
using Amqp1.Cli.Checks.Findings;
using Amqp1.Dialects.OsloRabbit;
using Amqp1.Dialects.OsloRabbit.Management;
using Amqp1.Dialects.OsloRabbit.Topology;

namespace Amqp1.Cli.Checks.Buses;

/// <summary>
/// Compares the queues of RabbitMQ that exist for the named topics with those that the options describe. Nothing is declared.
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
            var declared = planner.OfReceiver(destination, Guid.NewGuid()).Queue!;
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
                Compare(topic, declared, new QueueProperties(properties), findings);
            }
        }
    }

    private static void Compare(string topic, QueueDeclaration declared, QueueProperties actual, CheckFindings findings)
    {
        var differences = QueueComparison.Compare(declared, actual);
        if (differences.Count == 0)
        {
            findings.Ok(topic, $"The queue {declared.Name} ({actual.Type}) is as the options describe it.");
            return;
        }

        var seen = $"The queue {declared.Name} differs from the options: {string.Join(", ", differences)}.";
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
