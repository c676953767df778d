namespace Amqp1.Filters;

/// <summary>Specifies the operation that a filter encloses.</summary>
public enum MessagingFilterKind
{
    /// <summary>A call on the client's side, from the request to the result.</summary>
    Call,

    /// <summary>A cast or fanout on the client's side, until it is accepted.</summary>
    Cast,

    /// <summary>A method on the server's side, for a call or a cast that an endpoint handles.</summary>
    Dispatch,

    /// <summary>An outgoing notification, until all its drivers have processed it.</summary>
    Notify,

    /// <summary>A handler of received notifications: once for each endpoint, and once for a whole batch.</summary>
    Listen,
}
