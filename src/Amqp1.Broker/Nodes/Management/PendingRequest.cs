namespace Amqp1.Broker.Nodes.Management;

/// <summary>A request that is not answered yet. It counts as held for its producer, whose credit limits the number of such requests.</summary>
/// <param name="request">The decoded request.</param>
/// <param name="ticket">The ticket of the request.</param>
/// <param name="requester">The peer that sent the request.</param>
/// <param name="size">The size of the request in bytes.</param>
internal sealed class PendingRequest(ManagementRequest request, DeliveryTicket ticket, IRequester requester, int size)
{
    private bool _isAnswered;

    public ManagementRequest Request { get; } = request;

    public DeliveryTicket Ticket { get; } = ticket;

    public IRequester Requester { get; } = requester;

    /// <summary>Counts the request as held until it is answered.</summary>
    public void Hold() => Ticket.Producer.Hold(size);

    /// <summary>Stops counting the request as held. Returns false if it was already answered.</summary>
    public bool TryAnswer()
    {
        if (_isAnswered)
        {
            return false;
        }

        _isAnswered = true;
        Ticket.Producer.Release(size);
        return true;
    }
}
