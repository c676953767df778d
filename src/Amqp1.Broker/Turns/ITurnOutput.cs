namespace Amqp1.Broker.Turns;

/// <summary>An output that is written during turns and sent between them.</summary>
internal interface ITurnOutput
{
    /// <summary>Handles the end of the turn under the lock; the output is about to be sent.</summary>
    void OnTurnEnd();

    /// <summary>Sends the written bytes on another thread. Does not block.</summary>
    void Flush();
}
