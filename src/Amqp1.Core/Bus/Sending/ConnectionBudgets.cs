using Amqp1.Bus.Context;

namespace Amqp1.Bus.Sending;

/// <summary>The limits of the sender links of one connection.</summary>
internal sealed class ConnectionBudgets(BusSettings settings)
{
    /// <summary>The links to destinations of calls, casts and notifications.</summary>
    public LinkBudget Destinations { get; } = new(settings.MaxSenderLinks);

    /// <summary>The links to reply addresses. The peers choose these addresses.</summary>
    public LinkBudget Replies { get; } = new(settings.MaxReplyLinks, newestFirst: true);
}
