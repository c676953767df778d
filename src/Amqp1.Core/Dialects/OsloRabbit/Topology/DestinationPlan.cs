namespace Amqp1.Dialects.OsloRabbit.Topology;

/// <summary>The objects that must exist on the broker before a link to a destination is attached.</summary>
/// <param name="Exchange">The exchange; null for a reply, for which nothing is declared.</param>
/// <param name="Queue">The queue; null if only the exchange is declared.</param>
/// <param name="Binding">The binding of the queue to the exchange; null if there is no queue.</param>
internal sealed record DestinationPlan(ExchangeDeclaration? Exchange, QueueDeclaration? Queue = null, BindingDeclaration? Binding = null)
{
    public static DestinationPlan Nothing { get; } = new((ExchangeDeclaration?)null);
}
