namespace Amqp1.Broker.Storage;

/// <summary>The kinds of failures of a store.</summary>
internal enum StoreFailureKind
{
    /// <summary>The disk is full, or the store has reached its limit.</summary>
    Full,

    /// <summary>The file or its folder cannot be written.</summary>
    ReadOnly,

    /// <summary>Another process uses the file.</summary>
    Locked,

    /// <summary>The file is damaged.</summary>
    Damaged,

    /// <summary>The file belongs to another application, or to another version of the broker.</summary>
    Foreign,

    /// <summary>The disk has reported an error.</summary>
    InputOutput,

    /// <summary>The store is closed.</summary>
    Closed,
}
