using System.Globalization;
using Amqp1.Generators.Models;
using Amqp1.Generators.Reading;
using Amqp1.Generators.Roslyn;
using Amqp1.Generators.Serialization;
using Microsoft.CodeAnalysis;

namespace Amqp1.Generators.Contracts;

/// <summary>Reads the members of the types that a method uses. Types of the framework and types with their own converter are omitted.</summary>
internal static class UsedTypes
{
    private const string Json = "System.Text.Json.Serialization.";

    public static IReadOnlyList<UsedType> Of(IMethodSymbol method)
    {
        var taken = new Dictionary<string, TypeShape>(StringComparer.Ordinal);
        var returned = new Dictionary<string, TypeShape>(StringComparer.Ordinal);
        foreach (var parameter in method.Parameters.Where(RpcMethods.IsArgument))
        {
            Add(parameter.Type, taken);
        }

        if (Results.ValueOf(method) is { } result)
        {
            Add(result, returned);
        }

        return [.. taken.Keys.Union(returned.Keys).Select(name => new UsedType(
            taken.TryGetValue(name, out var shape) ? shape : returned[name], taken.ContainsKey(name), returned.ContainsKey(name)))];
    }

    private static void Add(ITypeSymbol type, Dictionary<string, TypeShape> shapes)
    {
        if (type is IArrayTypeSymbol array)
        {
            Add(array.ElementType, shapes);
        }
        else if (type is INamedTypeSymbol named)
        {
            foreach (var part in named.IsTupleType ? named.TupleElements.Select(element => element.Type) : named.TypeArguments)
            {
                Add(part, shapes);
            }

            if (!JsonKinds.IsOfFramework(named) && !JsonKinds.HasConverter(named))
            {
                AddShape(named, shapes);
            }
        }
    }

    private static void AddShape(INamedTypeSymbol type, Dictionary<string, TypeShape> shapes)
    {
        var name = type.WithNullableAnnotation(NullableAnnotation.None).ToDisplayString(ServedContracts.TypeFormat);
        if (shapes.ContainsKey(name) || type.TypeKind is not (TypeKind.Class or TypeKind.Struct or TypeKind.Interface or TypeKind.Enum))
        {
            return;
        }

        if (type.TypeKind == TypeKind.Enum)
        {
            shapes.Add(name, Shape(name, type.GetMembers().OfType<IFieldSymbol>().Where(value => value.HasConstantValue)
                .Select(value => new TypeMember(value.Name, false, Convert.ToString(value.ConstantValue, CultureInfo.InvariantCulture)))));
            return;
        }

        var elements = type.AllInterfaces.Where(part => part.Is("System.Collections.Generic.IEnumerable`1")).SelectMany(part => part.TypeArguments).ToArray();
        var members = elements.Length == 0 ? JsonMembers.Of(type).All : [];
        shapes.Add(name, Shape(name, members.Select(member => new TypeMember(
            member.Attribute(Json + "JsonPropertyNameAttribute")?.FirstText() ?? WireNames.ToSnakeCase(member.Name),
            member is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true } || member.Attribute(Json + "JsonRequiredAttribute") is not null,
            JsonMembers.TypeOf(member).ToDisplayString(ServedContracts.TypeFormat)))));
        var derived = type.GetAttributes().Where(attribute => attribute.AttributeClass?.Is(Json + "JsonDerivedTypeAttribute") == true).Select(attribute => attribute.FirstType()).OfType<ITypeSymbol>();
        foreach (var part in elements.Concat(members.Select(JsonMembers.TypeOf)).Concat(derived))
        {
            Add(part, shapes);
        }
    }

    private static TypeShape Shape(string name, IEnumerable<TypeMember> members) => new(name, new(members.OrderBy(member => member.Name, StringComparer.Ordinal)));
}
