namespace Amqp1.Filters;

/// <summary>What a filter stands around.</summary>
public enum MessagingFilterKind
{
    /// <summary>A call on the client's side, from the request to the result.</summary>
    Call,

    /// <summary>A cast or fanout on the client's side, until it is accepted.</summary>
    Cast,

    /// <summary>A method on the server's side, for a call or a cast that an endpoint takes.</summary>
    Dispatch,

    /// <summary>A notification on its way out, until all its drivers have it.</summary>
    Notify,

    /// <summary>A handler of received notifications: once for each endpoint, and once for a whole batch.</summary>
    Listen,
}
