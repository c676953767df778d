using Amqp1.Generators.Reading;
using Amqp1.Generators.Roslyn;
using Microsoft.CodeAnalysis;

namespace Amqp1.Generators.Serialization;

/// <summary>
/// The types for which a <c>JsonSerializerContext</c> has metadata: those in its attributes, and all types that these consist of, as the
/// generator of System.Text.Json includes them.
/// </summary>
internal sealed class KnownTypes
{
    private const string Context = "System.Text.Json.Serialization.JsonSerializerContext";
    private const string Serializable = "System.Text.Json.Serialization.JsonSerializableAttribute";
    private const string DerivedType = "System.Text.Json.Serialization.JsonDerivedTypeAttribute";

    private readonly HashSet<ITypeSymbol> _types = new(SymbolEqualityComparer.Default);

    public KnownTypes(Compilation compilation)
    {
        var own = ContextsOf(compilation.Assembly).ToArray();
        OwnContext = own.FirstOrDefault();
        foreach (var context in own.Concat(compilation.SourceModule.ReferencedAssemblySymbols.Where(UsesJson).SelectMany(ContextsOf)))
        {
            AddNamed(context, Serializable);
        }
    }

    /// <summary>The first context in the project itself; null if there is none.</summary>
    public INamedTypeSymbol? OwnContext { get; }

    public bool Contains(ITypeSymbol type) => _types.Contains(type);

    private static IEnumerable<INamedTypeSymbol> ContextsOf(IAssemblySymbol assembly) =>
        Symbols.Types(assembly.GlobalNamespace).Where(type => type.BaseType?.Is(Context) == true);

    // The framework has its own contexts, which cannot be used by other code.
    private static bool UsesJson(IAssemblySymbol assembly) =>
        !IsOfFramework(assembly) && assembly.Modules.Any(module => module.ReferencedAssemblies.Any(other => other.Name == "System.Text.Json"));

    private static bool IsOfFramework(IAssemblySymbol? assembly) =>
        assembly is null || assembly.Name.StartsWith("System.", StringComparison.Ordinal) || assembly.Name.StartsWith("Microsoft.", StringComparison.Ordinal)
        || assembly.Name is "mscorlib" or "netstandard";

    private void Add(ITypeSymbol type)
    {
        if (type is ITypeParameterSymbol || !_types.Add(type))
        {
            return;
        }

        if (type is IArrayTypeSymbol array)
        {
            Add(array.ElementType);
        }
        else if (type is INamedTypeSymbol named)
        {
            foreach (var part in named.TypeArguments.Concat(named.AllInterfaces.Where(IsCollection).SelectMany(collection => collection.TypeArguments)))
            {
                Add(part);
            }

            AddNamed(named, DerivedType);
            AddMembers(named);
        }
    }

    private void AddNamed(INamedTypeSymbol type, string attributeName)
    {
        foreach (var attribute in type.GetAttributes().Where(attribute => attribute.AttributeClass?.Is(attributeName) == true))
        {
            if (attribute.FirstType() is { } named)
            {
                Add(named);
            }
        }
    }

    private void AddMembers(INamedTypeSymbol type)
    {
        for (var current = type; current is not null && !IsOfFramework(current.ContainingAssembly); current = current.BaseType)
        {
            foreach (var property in current.GetMembers().OfType<IPropertySymbol>().Where(property => property is { IsStatic: false, IsIndexer: false, GetMethod: not null }))
            {
                Add(property.Type);
            }

            foreach (var field in current.GetMembers().OfType<IFieldSymbol>().Where(field => field is { IsStatic: false, IsImplicitlyDeclared: false, DeclaredAccessibility: Accessibility.Public }))
            {
                Add(field.Type);
            }
        }
    }

    private static bool IsCollection(INamedTypeSymbol type) => type.Is("System.Collections.Generic.IEnumerable`1") || type.Is("System.Collections.Generic.IAsyncEnumerable`1")
        || type.Is("System.Collections.Generic.IDictionary`2") || type.Is("System.Collections.Generic.IReadOnlyDictionary`2");
}
