using System.Globalization;
using Amqp1.Cli.Checks.Findings;
using Amqp1.Cli.Checks.Probing;

namespace Amqp1.Cli.Checks.Buses;

/// <summary>Checks that a large message passes.</summary>
internal sealed class SizeCheck : ICheck
{
    public string Name => "size";

    public IReadOnlyList<string> Needs => ["connection"];

    public string? ReasonToSkip(CheckContext context) => AddressOf(context).ReasonToSkip(context);

    public async Task RunAsync(CheckContext context, CheckFindings findings, CancellationToken cancel)
    {
        var address = AddressOf(context);
        using var limit = new AnswerLimit(context.Limits.Answer, context.Time, cancel);

        // A message that waits in a queue must respect the limits of the queue. A router takes a message only if there is a consumer.
        var receiver = context.StoresMessages == true ? null : await AttachAsync(context, address, limit.Token).ConfigureAwait(false);
        var sender = await context.OpenConnection.AttachSenderAsync(address.Destination, limit.Token).ConfigureAwait(false);
        var size = Text((ulong)context.Limits.MessageSize);
        try
        {
            var outcome = await sender.SendAsync(ProbeMessage.Create(context.Limits.MessageSize), context.Limits.Answer, context.Time, cancel).ConfigureAwait(false);
            var announced = sender.MaxMessageSize is > 0 and < long.MaxValue ? $" The peer announces a limit of {Text(sender.MaxMessageSize)}." : "";
            receiver ??= await AttachAsync(context, address, limit.Token).ConfigureAwait(false);
            var hasArrived = outcome.IsAccepted && await receiver.NextAsync(context.Limits.Answer, cancel).ConfigureAwait(false) is not null;
            if (hasArrived)
            {
                findings.Ok(address.Name, $"A message of {size} arrived.{announced}");
            }
            else
            {
                findings.Fail(address.Name, outcome.IsAccepted ? $"A message of {size} was accepted and was not delivered.{announced}" : $"A message of {size} was not accepted: {outcome.Text}.{announced}", FixOf(context));
            }
        }
        finally
        {
            sender.Close();
            receiver?.Close();
        }
    }

    /// <summary>Returns the address whose messages are stored, if there is one. A broker may store notifications and route calls.</summary>
    private static ProbedAddress AddressOf(CheckContext context) =>
        context.StoresMessages == true ? ProbedAddress.Notifying(context) : ProbedAddress.Calling(context);

    private static Task<ProbeReceiver> AttachAsync(CheckContext context, ProbedAddress address, CancellationToken cancel) =>
        context.OpenConnection.AttachReceiverAsync(address.Destination, Guid.NewGuid(), credit: 1, cancel);

    private static string FixOf(CheckContext context) => context.OpenConnection.Peer.Product switch
    {
        "qpid-dispatch-router" or "skupper-router" => $"vhost policy or router: maxMessageSize: {context.Limits.MessageSize * 4}",
        "qpid-cpp" => $"In qpidd.conf, at least four times the size of the largest message: default-queue-limit={context.Limits.MessageSize * 4}",
        "RabbitMQ" => $"rabbitmq.conf: max_message_size = {context.Limits.MessageSize * 4}\n{RabbitAdvice.NotDelivered(context)}",
        "amqp1-embedded-router" => $"EmbeddedRouterOptions.MaxMessageSize = {context.Limits.MessageSize * 4}",
        _ => "Raise the maximum size of messages on the server.",
    };

    private static string Text(ulong bytes) => bytes >= 1024 && bytes % 1024 == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024} KiB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes");
}
