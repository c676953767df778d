namespace Amqp1.Broker.Turns;

/// <summary>Collects information during a turn and sends it at the end, see <see cref="TurnScheduler.AtEnd(TurnEndStage, ITurnEnd)"/>.</summary>
internal interface ITurnEnd
{
    /// <summary>Sends the collected output. Called under the lock.</summary>
    void OnTurnEnd();
}
