namespace Amqp1.Configuration;

/// <summary>Specifies kinds of message that can be sent settled, that is, without any confirmation.</summary>
[Flags]
public enum PreSettledKinds
{
    /// <summary>No messages are sent settled.</summary>
    None = 0,

    /// <summary>Requests of calls; oslo word <c>rpc-call</c>.</summary>
    RpcCall = 1,

    /// <summary>Replies to calls; oslo word <c>rpc-reply</c>.</summary>
    RpcReply = 2,

    /// <summary>Casts, to one server, to any or to all; oslo word <c>rpc-cast</c>.</summary>
    RpcCast = 4,

    /// <summary>Notifications; oslo word <c>notify</c>.</summary>
    Notify = 8,
}
