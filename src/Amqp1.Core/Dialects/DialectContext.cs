using Amqp;
using Microsoft.Extensions.Logging;

namespace Amqp1.Dialects;

/// <summary>What a dialect may use of its connection.</summary>
/// <param name="Product">The <c>product</c> of the peer's Open properties; null if it sent none.</param>
/// <param name="Version">The <c>version</c> of the peer's Open properties; null if it sent none.</param>
/// <param name="BeginSession">Returns a session for links of the dialect itself. Must not be called under a lock.</param>
/// <param name="Time">The clock.</param>
/// <param name="Logger">The logger of the bus.</param>
internal readonly record struct DialectContext(
    string? Product, string? Version, Func<Session> BeginSession, TimeProvider Time, ILogger Logger);
