namespace Amqp1.Generators.Contracts;

/// <summary>A promise that a new version alone could take back.</summary>
/// <param name="Served">The contract that is not what it was, or one of an endpoint that lost another.</param>
/// <param name="IsOfMethod">Whether it is about the method of that contract.</param>
/// <param name="Why">What callers lose, for people.</param>
/// <param name="Needed">The lowest version that would do.</param>
internal sealed record ContractBreak(ServedContract Served, bool IsOfMethod, string Why, ContractVersion Needed);
