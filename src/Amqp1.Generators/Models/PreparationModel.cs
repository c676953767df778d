namespace Amqp1.Generators.Models;

/// <summary>The extension method <c>Prepare</c> of a client interface.</summary>
/// <param name="Namespace">The namespace of the interface, so that the method is found wherever the interface is; empty for none.</param>
/// <param name="IsPublic">Whether code outside the assembly can call the method.</param>
/// <param name="IsObsolete">Whether the interface is obsolete.</param>
internal sealed record PreparationModel(string Namespace, bool IsPublic, bool IsObsolete);
