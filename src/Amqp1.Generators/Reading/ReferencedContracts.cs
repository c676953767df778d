using Amqp1.Generators.Models;
using Amqp1.Generators.Roslyn;
using Microsoft.CodeAnalysis;

namespace Amqp1.Generators.Reading;

/// <summary>
/// Finds the client interfaces of referenced assemblies that contain contracts only: they reference <c>Amqp1.Abstractions</c> and were
/// compiled without the generator, so their clients are generated in the assembly that references them.
/// </summary>
internal static class ReferencedContracts
{
    private const string Abstractions = "Amqp1.Abstractions";
    private const string Generated = "Amqp1.Hosting.GeneratedMessagingAttribute";

    // They reference the attributes and contain no contracts. The generator runs at every keystroke, so it does not search them.
    private static readonly string[] Own = ["Amqp1.Core", "Amqp1.Hosting", "Amqp1.Embedded", "Amqp1.Testing", "Amqp1.Outbox", "amqp1"];

    /// <summary>Returns the public client interfaces with their attributes.</summary>
    public static IEnumerable<(INamedTypeSymbol Type, AttributeData Attribute)> ClientsOf(Compilation compilation) =>
        compilation.SourceModule.ReferencedAssemblySymbols
            .Where(IsContracts)
            .SelectMany(assembly => Symbols.Types(assembly.GlobalNamespace))
            .Where(type => type.TypeKind == TypeKind.Interface && type.IsPublic())
            .Select(type => (type, type.Attribute(ClientReader.Attribute)!))
            .Where(pair => pair.Item2 is not null);

    /// <summary>
    /// Reads the client interfaces into models. Each assembly that uses the contracts has its own extension methods, which must not be
    /// visible to the others.
    /// </summary>
    public static EquatableArray<Candidate<ClientModel>> Read(Compilation compilation, CancellationToken cancel) => new(ClientsOf(compilation)
        .Select(client => (client.Type, ClientReader.Read(client.Type, client.Attribute, cancel).Model))
        .Select(client => new Candidate<ClientModel>(
            client.Type.DisplayName(), client.Model is { } model ? model with { Preparation = model.Preparation with { IsPublic = false } } : null)));

    /// <summary>Returns whether clients for the interfaces of an assembly are generated in the assembly that references it.</summary>
    public static bool IsContracts(IAssemblySymbol assembly) =>
        !Own.Contains(assembly.Name)
        && assembly.Modules.Any(module => module.ReferencedAssemblies.Any(reference => reference.Name == Abstractions))
        && !assembly.GetAttributes().Any(attribute => attribute.AttributeClass?.BaseType?.Is(Generated) == true);
}
