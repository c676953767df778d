namespace Amqp1.Dialects;

/// <summary>An exception in a reply (docs/spec/messages.md#exceptions).</summary>
/// <param name="Class">The simple name of the exception class.</param>
/// <param name="Module">The Python module of the class, or the namespace of a .NET type.</param>
/// <param name="Message">The text of the exception.</param>
/// <param name="Traceback">Traceback lines, each ending in a newline.</param>
/// <param name="Arguments">The constructor arguments of the exception, a JSON array in UTF-8; empty for the message only.</param>
/// <param name="Members">The named arguments of the exception, a JSON object in UTF-8; empty for none.</param>
internal sealed record RemoteFailure(
    string Class,
    string? Module,
    string Message,
    IReadOnlyList<string> Traceback,
    ReadOnlyMemory<byte> Arguments = default,
    ReadOnlyMemory<byte> Members = default);
