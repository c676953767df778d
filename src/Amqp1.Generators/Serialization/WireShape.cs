using Amqp1.Generators.Reading;
using Amqp1.Generators.Roslyn;
using Microsoft.CodeAnalysis;

namespace Amqp1.Generators.Serialization;

/// <summary>Examines a type and all types that it consists of, and finds values that do not arrive. Not thread-safe.</summary>
internal sealed class WireShape
{
    private static readonly string[] Dictionaries = ["System.Collections.Generic.IDictionary`2", "System.Collections.Generic.IReadOnlyDictionary`2"];

    private readonly HashSet<ITypeSymbol> _seen = new(SymbolEqualityComparer.Default);
    private readonly List<WireProblem> _found = [];
    private readonly bool _isRead;

    private WireShape(bool isRead) => _isRead = isRead;

    /// <param name="type">The type.</param>
    /// <param name="isRead">Whether values of it are read from JSON. Otherwise they are only written, which more types support.</param>
    public static IReadOnlyList<WireProblem> ProblemsOf(ITypeSymbol type, bool isRead)
    {
        var shape = new WireShape(isRead);
        shape.Visit(type);
        return shape._found;
    }

    private void Visit(ITypeSymbol type)
    {
        if (!_seen.Add(type))
        {
            return;
        }

        switch (type)
        {
            case IArrayTypeSymbol { Rank: > 1 }:
                Cannot($"{Name(type)} is an array of several dimensions, which JSON does not have");
                break;
            case IArrayTypeSymbol array:
                Visit(array.ElementType);
                break;
            case IPointerTypeSymbol or IFunctionPointerTypeSymbol:
                Cannot($"{Name(type)} is a pointer");
                break;
            case INamedTypeSymbol { TypeKind: not TypeKind.Error } named when !JsonKinds.HasConverter(named):
                VisitNamed(named);
                break;
        }
    }

    private void VisitNamed(INamedTypeSymbol type)
    {
        if (JsonKinds.IsNeverSent(type))
        {
            Cannot($"{Name(type)} has a meaning only inside one process");
        }
        else if (JsonKinds.IsScalar(type))
        {
            // The value consists only of its text or number.
        }
        else if (type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T || type.IsTupleType || type.Is("System.Collections.Generic.KeyValuePair`2"))
        {
            VisitAll(type.IsTupleType ? type.TupleElements.Select(element => element.Type) : type.TypeArguments);
        }
        else if (JsonKinds.Implemented(type, Dictionaries) is { } dictionary)
        {
            if (!JsonKinds.IsKey(dictionary.TypeArguments[0]))
            {
                Cannot($"{Name(type)} has keys of {Name(dictionary.TypeArguments[0])}, which cannot be names in JSON");
            }

            Visit(dictionary.TypeArguments[1]);
            CheckCollection(type);
        }
        else if (JsonKinds.Implemented(type, "System.Collections.Generic.IEnumerable`1") is { } list)
        {
            Visit(list.TypeArguments[0]);
            CheckCollection(type);
        }
        else if (JsonKinds.Implemented(type, "System.Collections.IEnumerable") is null)
        {
            VisitObject(type);
        }
    }

    private void VisitAll(IEnumerable<ITypeSymbol> types)
    {
        foreach (var type in types)
        {
            Visit(type);
        }
    }

    private void CheckCollection(INamedTypeSymbol type)
    {
        foreach (var member in type.BaseChain().TakeWhile(part => !JsonKinds.IsOfFramework(part)).SelectMany(part => part.GetMembers()).OfType<IPropertySymbol>()
            .Where(member => member is { IsStatic: false, DeclaredAccessibility: Accessibility.Public } && JsonMembers.KeepsValue(member)))
        {
            _found.Add(new WireProblem(IsFatal: false, $"{Name(type)} is a list or map in JSON, which does not contain its {member.Name}"));
        }

        if (_isRead && JsonKinds.IsStack(type))
        {
            Cannot($"{Name(type)} would be read in reverse order");
        }

        if (_isRead && type.IsAbstract && !JsonKinds.IsReadableInterface(type) && !JsonKinds.IsOfFramework(type))
        {
            Cannot($"{Name(type)} is abstract, so JSON cannot be read into it");
        }
    }

    private void VisitObject(INamedTypeSymbol type)
    {
        VisitAll(type.GetAttributes()
            .Where(attribute => attribute.AttributeClass?.Is("System.Text.Json.Serialization.JsonDerivedTypeAttribute") == true)
            .Select(attribute => attribute.FirstType())
            .OfType<ITypeSymbol>());
        if (_isRead && type.IsAbstract)
        {
            if (!JsonKinds.IsPolymorphic(type))
            {
                Cannot($"{Name(type)} is {(type.TypeKind == TypeKind.Interface ? "an interface" : "abstract")} without [JsonDerivedType], so JSON cannot be read into it");
            }

            return;
        }

        var members = JsonMembers.Of(type);
        if (_isRead && !members.CanBeMade)
        {
            Cannot($"{Name(type)} has no constructor that JSON can use: one without parameters, a single one, or one with [JsonConstructor]");
        }
        else if (members.HasState && (members.All.Count == 0 || (_isRead && !members.All.Any(members.CanSet))))
        {
            Cannot(members.All.Count == 0
                ? $"{Name(type)} has no public property or field, so its values would be lost"
                : $"no property of {Name(type)} can be set, so its values would be lost");
        }
        else if (JsonKinds.IsOfFramework(type))
        {
            VisitAll(type.TypeArguments);
        }
        else
        {
            VisitMembers(members);
        }
    }

    private void VisitMembers(JsonMembers members)
    {
        foreach (var member in members.All.Where(member => !JsonKinds.HasConverter(member)))
        {
            if (_isRead && !members.CanSet(member) && JsonMembers.KeepsValue(member))
            {
                _found.Add(new WireProblem(IsFatal: false, $"{Name(member.ContainingType)}.{member.Name} cannot be set, so its value is lost"));
            }
            else
            {
                Visit(JsonMembers.TypeOf(member));
            }
        }
    }

    private void Cannot(string reason) => _found.Add(new WireProblem(IsFatal: true, reason));

    private static string Name(ITypeSymbol type) => type.DisplayName();
}
