using Microsoft.CodeAnalysis;

namespace Amqp1.Generators.Contracts;

/// <summary>A promise that a new version alone could take back.</summary>
/// <param name="Place">The method, or the endpoint that lost one.</param>
/// <param name="Served">A contract of that endpoint.</param>
/// <param name="Why">What callers lose, for people.</param>
/// <param name="Needed">The lowest version that would do.</param>
internal sealed record ContractBreak(ISymbol Place, ServedContract Served, string Why, ContractVersion Needed);
