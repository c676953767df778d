namespace Amqp1.Bus.Sending;

/// <summary>The stages of the pump of a sender.</summary>
internal enum PumpStage
{
    /// <summary>No thread pumps.</summary>
    Idle,

    /// <summary>A thread pumps.</summary>
    Running,

    /// <summary>A thread pumps and must look again before it ends, because something has changed.</summary>
    Again,
}
