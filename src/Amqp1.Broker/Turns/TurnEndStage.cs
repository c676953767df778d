namespace Amqp1.Broker.Turns;

/// <summary>The order of the work at the end of a turn.</summary>
internal enum TurnEndStage
{
    /// <summary>Log entries and metrics that were counted in the turn.</summary>
    Report,

    /// <summary>Settlements and session windows.</summary>
    Settlement,

    /// <summary>Credit.</summary>
    Credit,
}
