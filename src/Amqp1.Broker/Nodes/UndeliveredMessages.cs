using Amqp1.Broker.Codec;
using Amqp1.Broker.Context;
using Amqp1.Broker.Diagnostics;
using Amqp1.Broker.Turns;

namespace Amqp1.Broker.Nodes;

/// <summary>
/// Handles messages that no consumer gets: a message is returned to its producer, or is lost if it is pre-settled. The messages of a
/// turn are logged and counted together at its end. Used in a turn.
/// </summary>
internal sealed class UndeliveredMessages(BrokerContext context) : ITurnEnd
{
    private string? _lostAddress;
    private int _lostCount;
    private string? _returnedTo;
    private int _returnedCount;
    private int _expiredCount;
    private bool _isRegistered;

    /// <summary>The number of pre-settled messages that had no consumer or expired while they waited for one.</summary>
    public long Lost { get; private set; }

    /// <summary>Handles a message whose address has no consumer.</summary>
    public void NoConsumer(in ReceivedMessage message, string address) => Refuse(message, address, Outcomes.Released);

    /// <summary>Handles a message that goes back to its producer with this outcome.</summary>
    public void Refuse(in ReceivedMessage message, string address, ReadOnlySpan<byte> outcome)
    {
        if (message.Settled)
        {
            CountLost(address, 1);
        }
        else
        {
            message.Ticket.Settle(outcome);
            CountReturned(address);
        }
    }

    /// <summary>Handles a message that would have to wait although the memory limit is reached.</summary>
    public void NoMemory(DeliveryTicket ticket, bool settled, string address)
    {
        context.Memory.CountRefused();
        if (settled)
        {
            CountLost(address, 1);
        }
        else
        {
            ticket.Settle(Outcomes.Released);
        }
    }

    /// <summary>Counts pre-settled messages that are lost.</summary>
    public void CountLost(string address, int messages)
    {
        if (_lostAddress != address)
        {
            TellLost();
            _lostAddress = address;
        }

        Lost += messages;
        _lostCount += messages;
        TellAtTurnEnd();
    }

    /// <summary>Counts a pre-settled message whose time-to-live has expired.</summary>
    public void CountExpired()
    {
        Lost++;
        _expiredCount++;
        TellAtTurnEnd();
    }

    void ITurnEnd.OnTurnEnd()
    {
        _isRegistered = false;
        TellLost();
        TellReturned();
    }

    private void CountReturned(string address)
    {
        if (_returnedTo != address)
        {
            TellReturned();
            _returnedTo = address;
        }

        _returnedCount++;
        TellAtTurnEnd();
    }

    private void TellAtTurnEnd()
    {
        if (!_isRegistered)
        {
            _isRegistered = true;
            context.Turns.AtEnd(TurnEndStage.Report, this);
        }
    }

    private void TellReturned()
    {
        if (_returnedTo is not null)
        {
            context.Log.MessagesReturned(_returnedCount, _returnedTo);
            RouterMetrics.CountUndelivered(context.Log, _returnedCount);
            _returnedTo = null;
            _returnedCount = 0;
        }
    }

    private void TellLost()
    {
        if (_lostAddress is not null)
        {
            context.Log.MessagesLost(_lostCount, _lostAddress);
            RouterMetrics.CountUndelivered(context.Log, _lostCount);
            _lostAddress = null;
            _lostCount = 0;
        }

        if (_expiredCount > 0)
        {
            context.Log.MessagesExpired(_expiredCount);
            RouterMetrics.CountUndelivered(context.Log, _expiredCount);
            _expiredCount = 0;
        }
    }
}
