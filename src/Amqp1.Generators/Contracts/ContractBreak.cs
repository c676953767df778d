namespace Amqp1.Generators.Contracts;

/// <summary>A breaking change of a contract, which requires a new version.</summary>
/// <param name="Served">The changed contract, or a contract of an endpoint that has lost another one.</param>
/// <param name="IsOfMethod">Whether the break concerns the method of that contract.</param>
/// <param name="Why">The description of the loss for callers, for messages.</param>
/// <param name="Needed">The lowest sufficient version.</param>
internal sealed record ContractBreak(ServedContract Served, bool IsOfMethod, string Why, ContractVersion Needed);
