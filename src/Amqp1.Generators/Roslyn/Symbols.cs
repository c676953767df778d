using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Amqp1.Generators.Roslyn;

/// <summary>Queries about symbols.</summary>
internal static class Symbols
{
    /// <summary>The format for messages: namespace, containing types and name.</summary>
    public static readonly SymbolDisplayFormat ForPeople = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes);

    public static string InFull(this ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);

    public static string DisplayName(this ITypeSymbol type) => type.ToDisplayString(ForPeople);

    /// <summary>
    /// Returns whether it is the given type. A generic type is given by its definition, such as <c>System.Threading.Tasks.Task`1</c>.
    /// </summary>
    public static bool Is(this ITypeSymbol type, string metadataName)
    {
        // Most types are not, and the compiler asks for every attribute of every type at each keystroke.
        if (type is not INamedTypeSymbol { ContainingType: null } named || !metadataName.EndsWith(named.MetadataName, StringComparison.Ordinal))
        {
            return false;
        }

        var space = named.ContainingNamespace is { IsGlobalNamespace: false } ns ? ns.ToDisplayString() + "." : "";
        return space + named.MetadataName == metadataName;
    }

    /// <summary>Returns all types of a namespace, including nested types.</summary>
    public static IEnumerable<INamedTypeSymbol> Types(INamespaceOrTypeSymbol container) => container.GetMembers().SelectMany(member => member switch
    {
        INamedTypeSymbol type => Types(type).Prepend(type),
        INamespaceSymbol ns => Types(ns),
        _ => [],
    });

    /// <summary>
    /// Returns the methods of an object of the type by their names, those of base types after its own. Overridden and hidden methods are
    /// included once.
    /// </summary>
    public static IEnumerable<IMethodSymbol> AllMethods(this INamedTypeSymbol type)
    {
        var seen = new List<IMethodSymbol>();
        foreach (var current in type.BaseChain().Where(part => part.SpecialType != SpecialType.System_Object))
        {
            foreach (var method in current.GetMembers().OfType<IMethodSymbol>().Where(method => !seen.Any(other => HaveOneSignature(other, method))))
            {
                seen.Add(method);
                yield return method;
            }
        }
    }

    /// <summary>Returns an attribute of a method or of a method that it overrides.</summary>
    public static AttributeData? InheritedAttribute(this IMethodSymbol method, string name) => method.OverrideChain().Select(part => part.Attribute(name)).FirstOrDefault(found => found is not null);

    /// <summary>Returns the method, the method that it overrides, and so on.</summary>
    public static IEnumerable<IMethodSymbol> OverrideChain(this IMethodSymbol method)
    {
        for (var current = method; current is not null; current = current.OverriddenMethod)
        {
            yield return current;
        }
    }

    /// <summary>Returns the type, its base type, and so on.</summary>
    public static IEnumerable<INamedTypeSymbol> BaseChain(this INamedTypeSymbol type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            yield return current;
        }
    }

    /// <summary>
    /// Returns the location for a diagnostic about a symbol of a type. It is the location of the type if the symbol is from another
    /// assembly.
    /// </summary>
    public static Location? PlaceIn(this ISymbol symbol, INamedTypeSymbol type) =>
        (SymbolEqualityComparer.Default.Equals(symbol.ContainingAssembly, type.ContainingAssembly) ? symbol.Locations : type.Locations).FirstOrDefault(location => location.IsInSource);

    private static bool HaveOneSignature(IMethodSymbol one, IMethodSymbol other) =>
        one.Name == other.Name
        && one.TypeParameters.Length == other.TypeParameters.Length
        && one.Parameters.Length == other.Parameters.Length
        && one.Parameters.Zip(other.Parameters, (mine, its) => mine.RefKind == its.RefKind && SymbolEqualityComparer.Default.Equals(mine.Type, its.Type)).All(same => same);

    public static AttributeData? Attribute(this ISymbol symbol, string name) =>
        symbol.GetAttributes().FirstOrDefault(attribute => attribute.AttributeClass?.Is(name) == true);

    /// <summary>Returns the value of a named argument; the default if it is not set.</summary>
    public static T? Named<T>(this AttributeData attribute, string name, T? otherwise = default)
    {
        foreach (var argument in attribute.NamedArguments)
        {
            if (argument.Key == name)
            {
                return argument.Value.Value is T value ? value : default;
            }
        }

        return otherwise;
    }

    public static string? FirstText(this AttributeData attribute) =>
        attribute.ConstructorArguments.IsEmpty ? null : attribute.ConstructorArguments[0].Value as string;

    public static ITypeSymbol? FirstType(this AttributeData attribute) =>
        attribute.ConstructorArguments.IsEmpty ? null : attribute.ConstructorArguments[0].Value as ITypeSymbol;

    /// <summary>Returns an enum value in C#: its name, or its number if it has no name.</summary>
    public static string EnumName(this TypedConstant value)
    {
        var type = value.Type!.InFull();
        return value.Type!.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(field => field.HasConstantValue && Equals(field.ConstantValue, value.Value)) is { } field
            ? $"{type}.{field.Name}"
            : $"({type})({value.Value})";
    }

    public static bool IsPassedByReference(this IParameterSymbol parameter) =>
        parameter.RefKind != RefKind.None || parameter.Type is { IsRefLikeType: true } or IPointerTypeSymbol or IFunctionPointerTypeSymbol;

    /// <summary>Returns whether other assemblies can name the type.</summary>
    public static bool IsPublic(this INamedTypeSymbol type)
    {
        for (var current = type; current is not null; current = current.ContainingType)
        {
            if (current.DeclaredAccessibility != Accessibility.Public)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Returns whether other code of the assembly can name the type.</summary>
    public static bool IsReachable(this INamedTypeSymbol type)
    {
        for (var current = type; current is not null; current = current.ContainingType)
        {
            if (current.IsFileLocal || current.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Returns the language version of the project if generated code does not compile with it; otherwise null.</summary>
    public static string? LanguageBefore11(this INamedTypeSymbol type) =>
        type.DeclaringSyntaxReferences.FirstOrDefault()?.SyntaxTree.Options is CSharpParseOptions { LanguageVersion: < LanguageVersion.CSharp11 } options
            ? options.LanguageVersion.ToDisplayString()
            : null;

    public static bool IsGenericAnywhere(this INamedTypeSymbol type)
    {
        for (var current = type; current is not null; current = current.ContainingType)
        {
            if (current.TypeParameters.Length > 0)
            {
                return true;
            }
        }

        return false;
    }
}
