namespace Amqp1.Dialects.OsloRabbit.Topology;

/// <summary>Specifies the purpose of a queue, which determines the options that describe it.</summary>
internal enum QueueRole
{
    /// <summary>The queue of a topic, of a server of a topic, or of notifications.</summary>
    Topic,

    /// <summary>The queue on which one server receives fanouts.</summary>
    Fanout,

    /// <summary>The stream from which all servers of a topic receive fanouts.</summary>
    Stream,

    /// <summary>The queue on which one server receives the cancellations of calls.</summary>
    Cancellations,

    /// <summary>The queue on which this process receives replies.</summary>
    Reply,
}
