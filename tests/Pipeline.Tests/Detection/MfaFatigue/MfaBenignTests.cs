using System.Text;
using System.Text.Json.Nodes;
using Pipeline.Processor.Alerts;
using Pipeline.Processor.Detection.Detectors.MfaFatigue;

namespace Pipeline.Tests.Detection.MfaFatigue;

/// <summary>What looks like an attack and is none: nothing at Medium or above.</summary>
public sealed class MfaBenignTests
{
    private static readonly DateTimeOffset T = Some.Noon;

    private static void Quiet(IEnumerable<JsonObject> events)
    {
        var run = DetectorHarness.Play(new MfaFatigueDetector(), events).Pass(TimeSpan.FromHours(3));
        Assert.DoesNotContain(run.Alerts, x => x.Severity >= Severity.Medium);
    }

    [Theory]
    [InlineData(false, 2)]
    [InlineData(false, 3)]
    [InlineData(true, 2)]
    [InlineData(true, 3)]
    public void Own_rejections_then_an_approval_from_the_usual_laptop(bool classic, int denials)
    {
        var some = new Some { Classic = classic };
        Quiet([
            .. some.Habit(Place.Home),
            .. Enumerable.Range(0, denials).SelectMany(i => some.Denied(T.AddSeconds(30 * i), Place.Home, "f")),
            some.Prompt(T.AddSeconds(120), Place.Home, "f"),
            some.Accept(T.AddSeconds(126), "f"),
            .. classic ? [] : new[] { some.Verify(T.AddSeconds(128), Place.Home, "f") },
        ]);
    }

    [Fact]
    public void A_clumsy_user_all_day_long()
    {
        var some = new Some();
        Quiet([
            .. some.Habit(Place.Home),
            .. Enumerable
                .Range(0, 10)
                .SelectMany(i =>
                    some.Denied(T.AddMinutes(6 * i), Place.Home, $"f{i}")
                        .Concat(some.Denied(T.AddMinutes(6 * i).AddSeconds(20), Place.Home, $"f{i}"))
                        .Append(some.Prompt(T.AddMinutes(6 * i).AddSeconds(40), Place.Home, $"f{i}"))
                        .Append(some.Accept(T.AddMinutes(6 * i).AddSeconds(46), $"f{i}"))
                ),
        ]);
    }

    [Fact]
    public void Mis_taps_of_a_new_user_at_one_place_with_the_phone()
    {
        var some = new Some();
        var laptop = Place.Home with { Ip = "192.0.2.7", Asn = 64499 };
        Quiet([
            .. Enumerable.Range(0, 3).SelectMany(i => some.Denied(T.AddSeconds(30 * i), laptop, "f")),
            some.Prompt(T.AddSeconds(120), laptop, "f"),
            some.Accept(T.AddSeconds(126), "f"),
            some.Verify(T.AddSeconds(127), laptop, "f"),
        ]);
    }

    [Fact]
    public void Three_devices_ring_for_every_prompt()
    {
        var some = new Some { Classic = true };
        Quiet([
            .. Enumerable
                .Range(0, 4)
                .SelectMany(i =>
                    new[]
                    {
                        some.Prompt(T.AddMinutes(i), Place.Home),
                        some.Prompt(T.AddMinutes(i).AddMilliseconds(700), Place.Home),
                        some.Prompt(T.AddMinutes(i).AddMilliseconds(1900), Place.Home),
                        some.Accept(T.AddMinutes(i).AddSeconds(9)),
                    }
                ),
        ]);
    }

    [Fact]
    public void Classic_tells_each_denial_twice()
    {
        var some = new Some { Classic = true };
        Quiet([
            .. some.Habit(Place.Home),
            .. Enumerable
                .Range(0, 4)
                .SelectMany(i =>
                    some.Denied(T.AddMinutes(i), Place.Home)
                        .Append(some.Push(T.AddMinutes(i).AddSeconds(9), "FAILURE", null, null, null))
                ),
        ]);
    }

    [Fact]
    public void A_radius_client_retries_from_the_usual_address()
    {
        var some = new Some();
        Quiet([
            .. some.Habit(Place.Server),
            .. Enumerable.Range(0, 8).Select(i => some.Prompt(T.AddSeconds(45 * i), Place.Server, $"r{i}")),
            some.Accept(T.AddSeconds(330), "r7"),
        ]);
    }

    [Fact]
    public void A_phone_that_is_offline_and_then_another_factor()
    {
        var some = new Some();
        Quiet([
            .. some.Habit(Place.Home),
            .. Enumerable.Range(0, 5).Select(i => some.Prompt(T.AddSeconds(70 * i), Place.Home, "f")),
            some.Factor(T.AddSeconds(400), Place.Home, "token:software:totp", "f"),
            some.Verify(T.AddSeconds(401), Place.Home, "f"),
        ]);
    }

    [Fact]
    public void Denying_and_signing_in_with_FastPass_from_the_usual_laptop()
    {
        var some = new Some();
        Quiet([
            .. some.Habit(Place.Home),
            .. Enumerable.Range(0, 3).SelectMany(i => some.Denied(T.AddSeconds(30 * i), Place.Home, "f")),
            some.Factor(T.AddSeconds(120), Place.Home, "SIGNED_NONCE", "f"),
            some.Verify(T.AddSeconds(121), Place.Home, "f"),
        ]);
    }

    [Fact]
    public void Enrolment_prompts_do_not_count()
    {
        var some = new Some();
        Quiet(
            Enumerable
                .Range(0, 8)
                .SelectMany(i => some.Denied(T.AddSeconds(30 * i), Place.Home, $"f{i}"))
                .Select(x =>
                {
                    Some.Debug(x)["factorIntent"] = "CREDENTIAL_ENROLLMENT";
                    return x;
                })
        );
    }

    [Fact]
    public void Classic_denials_of_enrolment_prompts_do_not_count()
    {
        // Only the prompt says what it is for: Classic's denial has no intent of its own.
        var some = new Some { Classic = true };
        Quiet([
            .. some.Habit(Place.Home),
            .. Enumerable
                .Range(0, 8)
                .SelectMany(i =>
                    some.Denied(T.AddSeconds(30 * i), Place.Home, $"f{i}")
                        .Select(x =>
                        {
                            if (x["eventType"]!.GetValue<string>() == "system.push.send_factor_verify_push")
                            {
                                Some.Debug(x)["factorIntent"] = "CREDENTIAL_ENROLLMENT";
                            }

                            return x;
                        })
                ),
        ]);
    }

    [Fact]
    public void The_second_sign_in_of_somebody_nobody_knows_yet()
    {
        // Collection began this morning: whatever is compared with one sign-in is new, and tells nothing.
        var some = new Some();
        var phone = Place.Phone with { Latitude = 43.3, Longitude = 5.37 };
        Quiet([
            some.Prompt(T.AddMinutes(-40), Place.Server, "f"),
            some.Accept(T.AddMinutes(-40).AddSeconds(9), "f", phone),
            some.Verify(T.AddMinutes(-40).AddSeconds(11), Place.Server, "f"),
            some.Prompt(T, Place.Home, "g"),
            some.Accept(T.AddSeconds(9), "g", phone),
            some.Verify(T.AddSeconds(11), Place.Home, "g"),
        ]);
    }

    [Theory]
    [InlineData("OV_RESPONSE_ERROR", null)]
    [InlineData("OV_RESPONSE_APPROVE", "OV_WITH_CHALLENGE_RESPONSE_ERROR")]
    [InlineData(null, "OV_WITH_CHALLENGE_RESPONSE_ERROR")]
    public void Errors_are_neither_yes_nor_no(string? response, string? number)
    {
        var some = new Some();
        Quiet(
            Enumerable
                .Range(0, 8)
                .Select(i =>
                {
                    var json = some.Push(T.AddSeconds(30 * i), "FAILURE", response, "f", null);
                    Some.Debug(json)["pushWithNumberChallengeResponseType"] = number;
                    return json;
                })
        );
    }

    [Fact]
    public void Upgrade_needed_is_no_denial()
    {
        var some = new Some { Classic = true };
        Quiet(
            Enumerable
                .Range(0, 8)
                .Select(i =>
                    some.Event(
                        "user.mfa.okta_verify.deny_push_upgrade_needed",
                        T.AddSeconds(30 * i),
                        Place.Phone,
                        null,
                        "FAILURE"
                    )
                )
        );
    }

    [Fact]
    public void Wrong_passwords_are_no_denials()
    {
        var some = new Some();
        Quiet(
            Enumerable
                .Range(0, 12)
                .Select(i => some.Factor(T.AddSeconds(20 * i), Place.Attacker, "PASSWORD_AS_FACTOR", "f", "FAILURE"))
        );
    }

    [Fact]
    public void Sessions_expire_and_ask_again()
    {
        var some = new Some();
        Quiet([
            .. some.Habit(Place.Home),
            .. Enumerable
                .Range(0, 8)
                .SelectMany(i =>
                    new[]
                    {
                        some.Prompt(T.AddSeconds(60 * i), Place.Home, $"f{i}"),
                        some.Accept(T.AddSeconds((60 * i) + 8), $"f{i}"),
                    }
                ),
        ]);
    }

    [Fact]
    public void A_carrier_changes_the_address_of_a_tethered_laptop()
    {
        var some = new Some();
        var laptop = Place.Home with { DeviceToken = null, Asn = 64498 };
        Quiet([
            .. some.Habit(laptop),
            .. Enumerable
                .Range(0, 3)
                .SelectMany(i =>
                    some.Denied(
                        T.AddSeconds(30 * i),
                        laptop with
                        {
                            Ip = $"2001:db8::{i}",
                            Latitude = 43.3,
                            Longitude = 5.4,
                        },
                        "f"
                    )
                ),
            some.Prompt(T.AddSeconds(120), laptop with { Ip = "192.0.2.99" }, "f"),
            some.Accept(T.AddSeconds(126), "f"),
        ]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void A_traveller_approves_own_prompts_while_the_phone_roams(int denials)
    {
        var some = new Some();
        var hotel = Place.Home with
        {
            Ip = "192.0.2.80",
            Asn = 64510,
            Country = "Japan",
            Latitude = 35.7,
            Longitude = 139.7,
        };
        Quiet([
            .. some.Habit(Place.Home),
            .. Enumerable.Range(0, denials).SelectMany(i => some.Denied(T.AddSeconds(30 * i), hotel, "f")),
            some.Prompt(T.AddSeconds(120), hotel, "f", "{New IP=POSITIVE, New Device=NEGATIVE, New Country=POSITIVE}"),
            some.Accept(T.AddSeconds(126), "f"),
            some.Verify(T.AddSeconds(127), hotel, "f"),
        ]);
    }

    [Fact]
    public void Prompts_without_a_known_source_are_no_mismatch()
    {
        var some = new Some();
        var nowhere = new Place(null, null, null, null, null, "", null, "Unknown", null, null);
        Quiet([.. some.Habit(Place.Home), some.Prompt(T, nowhere, "f"), some.Accept(T.AddSeconds(5), "f")]);
    }

    [Fact]
    public void Own_slips_seen_without_their_prompts_are_explained_by_the_sign_in()
    {
        var some = new Some();
        Quiet([
            .. some.Habit(Place.Home),
            some.Deny(T, "f"),
            some.Deny(T.AddSeconds(20), "f"),
            some.Accept(T.AddSeconds(40), "f"),
        ]);
    }

    [Theory]
    [InlineData("21-session-id-changes-after-login.jsonl")]
    [InlineData("22-failed-starts-from-four-countries.jsonl")]
    [InlineData("27-push-asked-by-a-server.jsonl")]
    public void Published_misfires_stay_quiet(string file)
    {
        var path = Cases.Find(file);
        Assert.SkipWhen(path is null, "The cases are not here.");
        Quiet(File.ReadLines(path!, Encoding.UTF8).Select(x => JsonNode.Parse(x)!.AsObject()));
    }
}
