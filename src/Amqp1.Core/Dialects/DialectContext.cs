using Amqp;
using Microsoft.Extensions.Logging;

namespace Amqp1.Dialects;

/// <summary>The members of a connection that its dialect may use.</summary>
/// <param name="Product">The <c>product</c> of the peer's Open properties; null if it sent none.</param>
/// <param name="Version">The <c>version</c> of the peer's Open properties; null if it sent none.</param>
/// <param name="TakeSession">
/// Returns a session for a link pair of the dialect itself. Must not be called under a lock. Throws the exceptions of AMQPNetLite if the
/// connection has ended.
/// </param>
/// <param name="ReturnSession">Ends such a session.</param>
/// <param name="Time">The clock.</param>
/// <param name="Logger">The logger of the bus.</param>
internal readonly record struct DialectContext(
    string? Product, string? Version, Func<Session> TakeSession, Action<Session> ReturnSession, TimeProvider Time, ILogger Logger);
