namespace Amqp1.Bus;

/// <summary>How long a message that a peer gave back waits before it is sent again.</summary>
/// <remarks>
/// With counted retries the configured delay, as upstream (docs/spec/links.md#outcomes-and-retries). With endless ones the first delays are short:
/// a consumer that just stopped leaves others behind, and a call should not wait ten seconds for them.
/// </remarks>
internal static class ResendDelay
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);

    public static TimeSpan Of(PendingDelivery delivery, TimeSpan configured)
    {
        if (delivery.Retries >= 0)
        {
            return configured;
        }

        var grown = First * Math.Pow(2, Math.Min(delivery.Attempts, 16));
        return grown < configured ? grown : configured;
    }
}
