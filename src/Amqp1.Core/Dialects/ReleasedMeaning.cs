namespace Amqp1.Dialects;

/// <summary>Specifies what it means that the peer released a message.</summary>
internal enum ReleasedMeaning
{
    /// <summary>Nobody took the message, so that it is sent again later.</summary>
    SendAgain,

    /// <summary>Nobody is interested in the message, which was expected. It counts as sent.</summary>
    Sent,
}
