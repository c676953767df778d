namespace Amqp1.Bus.Sending;

/// <summary>Computes the delay before a message that the peer returned is sent again.</summary>
/// <remarks>
/// If the number of retries is limited, the delay is the configured one, as upstream (docs/spec/links.md#outcomes-and-retries). If it is
/// unlimited, the first delays are short: a consumer that has just stopped may leave other consumers behind, and a call should not wait ten
/// seconds for them.
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
