using Amqp1.Broker.Codec;

namespace Amqp1.Broker.Protocol;

/// <summary>Counts the deliveries of a link, or of all links in one direction, by their outcome. Used in a turn.</summary>
internal sealed class DeliveryCounts
{
    /// <summary>All deliveries.</summary>
    public long Deliveries { get; private set; }

    /// <summary>The deliveries that were sent settled, which have no outcome.</summary>
    public long Presettled { get; private set; }

    public long Accepted { get; private set; }

    public long Rejected { get; private set; }

    public long Released { get; private set; }

    public long Modified { get; private set; }

    public void Count(bool settled)
    {
        Deliveries++;
        if (settled)
        {
            Presettled++;
        }
    }

    /// <summary>Counts an outcome that the broker has encoded.</summary>
    public void CountOutcome(ReadOnlySpan<byte> outcome)
    {
        switch (Outcomes.CodeOf(outcome))
        {
            case PerformativeCode.Accepted:
                Accepted++;
                break;
            case PerformativeCode.Rejected:
                Rejected++;
                break;
            case PerformativeCode.Released:
                Released++;
                break;
            case PerformativeCode.Modified:
                Modified++;
                break;
        }
    }
}
