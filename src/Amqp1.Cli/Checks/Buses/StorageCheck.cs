using Amqp1.Cli.Checks.Findings;
using Amqp1.Cli.Checks.Probing;

namespace Amqp1.Cli.Checks.Buses;

/// <summary>
/// Checks whether a message waits for a consumer that comes later, and whether such a message is dropped at the end of its time to live.
/// </summary>
internal sealed class StorageCheck : ICheck
{
    private static readonly TimeSpan ShortLife = TimeSpan.FromMilliseconds(200);

    public string Name => "storage";

    public IReadOnlyList<string> Needs => ["connection"];

    public string? ReasonToSkip(CheckContext context) => ProbedAddress.Notifying(context).ReasonToSkip(context);

    public async Task RunAsync(CheckContext context, CheckFindings findings, CancellationToken cancel)
    {
        var address = ProbedAddress.Notifying(context);
        if (!await SendAsync(context, address, ProbeMessage.TimeToLive, cancel).ConfigureAwait(false))
        {
            context.StoresMessages = false;
            findings.Ok(address.Name, context.Backend.CarriesNotifications
                ? "Messages are not stored. A notification needs a listener that is attached."
                : "Messages are not stored. A call needs a server that is attached.");
            return;
        }

        if (await ReceiveAsync(context, address, cancel).ConfigureAwait(false) != 1)
        {
            findings.Fail(address.Name, "The peer accepted a message that had no consumer, and a later consumer did not get it.", AddressAdvice.Rule(context, address.Destination));
            return;
        }

        context.StoresMessages = true;
        findings.Ok(address.Name, "Messages are stored until a consumer comes.");
        await TimeToLiveAsync(context, address, findings, cancel).ConfigureAwait(false);
    }

    private static async Task TimeToLiveAsync(CheckContext context, ProbedAddress address, CheckFindings findings, CancellationToken cancel)
    {
        await SendAsync(context, address, ShortLife, cancel).ConfigureAwait(false);
        await Task.Delay(ShortLife * 3, context.Time, cancel).ConfigureAwait(false);
        if (await ReceiveAsync(context, address, cancel).ConfigureAwait(false) == 0)
        {
            findings.Ok("ttl", "A stored message is dropped at the end of its time to live.");
        }
        else
        {
            findings.Warn("ttl", "A stored message is delivered after the end of its time to live. Servers receive calls whose callers have given up.",
                "Enable the expiry of messages on the broker; servers of this library drop late calls themselves.");
        }
    }

    /// <summary>Sends a message without a consumer. Returns whether the peer accepted it.</summary>
    private static async Task<bool> SendAsync(CheckContext context, ProbedAddress address, TimeSpan timeToLive, CancellationToken cancel)
    {
        using var limit = new AnswerLimit(context.Limits.Answer, context.Time, cancel);
        ProbeSender sender;
        try
        {
            sender = await context.OpenConnection.AttachSenderAsync(address.Destination, limit.Token).ConfigureAwait(false);
        }
        catch (ProbeRefusedException)
        {
            return false;
        }

        try
        {
            // A router grants no credit before there is a consumer, so that the wait for the outcome ends without one.
            var outcome = await sender.SendAsync(ProbeMessage.Create(timeToLive: timeToLive), context.Limits.Quiet, context.Time, cancel).ConfigureAwait(false);
            return outcome.IsAccepted;
        }
        finally
        {
            sender.Close();
        }
    }

    /// <summary>Returns the number of messages that wait for a consumer.</summary>
    private static async Task<int> ReceiveAsync(CheckContext context, ProbedAddress address, CancellationToken cancel)
    {
        using var limit = new AnswerLimit(context.Limits.Answer, context.Time, cancel);
        var receiver = await context.OpenConnection.AttachReceiverAsync(address.Destination, Guid.NewGuid(), credit: 10, limit.Token).ConfigureAwait(false);
        try
        {
            while (await receiver.NextAsync(context.Limits.Quiet, cancel).ConfigureAwait(false) is { } arrival)
            {
                TimeStamps.Collect(context, arrival);
            }

            return receiver.Count;
        }
        finally
        {
            receiver.Close();
        }
    }
}
