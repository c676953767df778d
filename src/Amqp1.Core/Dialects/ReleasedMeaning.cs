namespace Amqp1.Dialects;

/// <summary>Specifies the meaning of a message that the peer released.</summary>
internal enum ReleasedMeaning
{
    /// <summary>Nobody took the message, so that it is sent again later.</summary>
    SendAgain,

    /// <summary>No queue exists for the message. It is sent again later, because its server may be about to start.</summary>
    Unserved,

    /// <summary>Nobody is interested in the message, which was expected. It counts as sent.</summary>
    Sent,
}
