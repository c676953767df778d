namespace Amqp1.Dialects;

/// <summary>The dialects that a bus can use. One of them is chosen for each connection, when the peer's Open is received.</summary>
internal interface IDialects
{
    /// <summary>Creates the dialect of a connection.</summary>
    /// <exception cref="MessagingException">The peer cannot be used. The text tells why and what to do.</exception>
    IDialect Choose(in DialectContext context);
}
