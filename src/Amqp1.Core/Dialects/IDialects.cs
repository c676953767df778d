namespace Amqp1.Dialects;

/// <summary>The dialects that a bus can use. One of them is chosen for each connection, when the peer's Open is received.</summary>
internal interface IDialects
{
    /// <summary>Creates the dialect of a connection.</summary>
    /// <exception cref="MessagingException">The peer cannot be used. The message contains the reason and a remedy.</exception>
    IDialect Choose(in DialectContext context);
}
