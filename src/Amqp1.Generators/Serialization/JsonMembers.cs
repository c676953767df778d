using Amqp1.Generators.Reading;
using Amqp1.Generators.Roslyn;
using Microsoft.CodeAnalysis;

namespace Amqp1.Generators.Serialization;

/// <summary>The members of a type that System.Text.Json writes, and which of them it can set when it reads.</summary>
internal sealed class JsonMembers
{
    private const string Json = "System.Text.Json.Serialization.";

    private readonly INamedTypeSymbol _type;
    private readonly HashSet<string> _bound;

    private JsonMembers(INamedTypeSymbol type, IMethodSymbol? constructor, bool canBeMade)
    {
        _type = type;
        CanBeMade = canBeMade;
        _bound = new HashSet<string>(constructor?.Parameters.Select(parameter => parameter.Name) ?? [], StringComparer.OrdinalIgnoreCase);
        All = [.. Members(type)];
    }

    /// <summary>The properties and fields that are written.</summary>
    public IReadOnlyList<ISymbol> All { get; }

    /// <summary>Whether there is a constructor that System.Text.Json would choose.</summary>
    public bool CanBeMade { get; }

    /// <summary>Whether an object of the type has any state, as far as the project can see it.</summary>
    public bool HasState => All.Count > 0 || _type.BaseChain().Any(part => part.GetMembers().OfType<IFieldSymbol>().Any(kept => !kept.IsStatic && !kept.IsConst));

    public static JsonMembers Of(INamedTypeSymbol type)
    {
        var constructors = type.InstanceConstructors;
        if (constructors.FirstOrDefault(constructor => constructor.Attribute(Json + "JsonConstructorAttribute") is not null) is { } chosen)
        {
            return new JsonMembers(type, chosen, canBeMade: true);
        }

        var open = constructors.Where(constructor => constructor.DeclaredAccessibility == Accessibility.Public || type.IsAnonymousType).ToArray();
        return type.IsValueType || open.Any(constructor => constructor.Parameters.IsEmpty)
            ? new JsonMembers(type, null, canBeMade: true)
            : new JsonMembers(type, open.Length == 1 ? open[0] : null, open.Length == 1);
    }

    public static ITypeSymbol TypeOf(ISymbol member) => member is IPropertySymbol property ? property.Type : ((IFieldSymbol)member).Type;

    /// <summary>Returns whether the member can be set to a value that is read.</summary>
    public bool CanSet(ISymbol member) => _bound.Contains(member.Name)
        || member.Attribute(Json + "JsonObjectCreationHandlingAttribute") is not null
        || _type.Attribute(Json + "JsonObjectCreationHandlingAttribute") is not null
        || member.Attribute(Json + "JsonExtensionDataAttribute") is not null
        || member switch
        {
            IPropertySymbol { SetMethod: { } set } => set.DeclaredAccessibility == Accessibility.Public || IsIncluded(member),
            IFieldSymbol field => !field.IsReadOnly,
            _ => false,
        };

    /// <summary>Returns whether a member stores its own value and is not computed from others.</summary>
    public static bool KeepsValue(ISymbol member) => member is IFieldSymbol
        || member.ContainingType.GetMembers().OfType<IFieldSymbol>().Any(field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, member));

    private static IEnumerable<ISymbol> Members(INamedTypeSymbol type)
    {
        var seen = new HashSet<string>();
        foreach (var member in Levels(type).SelectMany(part => part.GetMembers()).Where(IsWritten))
        {
            if (seen.Add(member.Name))
            {
                yield return member;
            }
        }
    }

    private static IEnumerable<INamedTypeSymbol> Levels(INamedTypeSymbol type) => type.TypeKind == TypeKind.Interface
        ? type.AllInterfaces.Insert(0, type)
        : type.BaseChain().Where(part => part.SpecialType is not (SpecialType.System_Object or SpecialType.System_ValueType));

    private static bool IsWritten(ISymbol member) =>
        !member.IsStatic
        && !IsIgnored(member)
        && member switch
        {
            IPropertySymbol property => property is { IsIndexer: false, GetMethod: { } get } && (get.DeclaredAccessibility == Accessibility.Public || IsIncluded(member)),
            IFieldSymbol field => field is { IsConst: false, IsImplicitlyDeclared: false } && (field.DeclaredAccessibility == Accessibility.Public || IsIncluded(member)),
            _ => false,
        };

    private static bool IsIncluded(ISymbol member) => member.Attribute(Json + "JsonIncludeAttribute") is not null;

    // Without a condition the member is always ignored, like with the condition value 1.
    private static bool IsIgnored(ISymbol member) => member.Attribute(Json + "JsonIgnoreAttribute") is { } ignored
        && (ignored.NamedArguments.FirstOrDefault(argument => argument.Key == "Condition").Value is not { Kind: TypedConstantKind.Enum } condition || condition.Value is 1);
}
