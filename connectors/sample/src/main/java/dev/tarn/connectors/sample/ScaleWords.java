package dev.tarn.connectors.sample;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The words of a varied catalog, each list with its most frequent word first: drawn by Zipf's law,
 * a few are in a good part of all assets and most are in hardly any.
 */
public final class ScaleWords {
  private static final int RARE = 20_000;

  private static final String SYLLABLES =
      """
      vel tor an dri mos ka lun fer pol hyx bra ni gor sel tam uri qua zen ibo lek
      rud wex pha cor mil jas dov est ona crim\
      """;

  /** What tables are about. */
  public static final List<String> SUBJECTS =
      words(
          """
          customer order product payment event session user account invoice shipment
          transaction inventory campaign ticket price subscription click visit contract claim
          employee supplier warehouse delivery refund discount basket review message device
          sensor route vehicle booking flight hotel policy loan card transfer balance ledger
          budget forecast target lead opportunity quote meeting call survey response experiment
          variant cohort segment audience impression bid placement creative publisher keyword
          search article page video playlist stream episode game match player score team league
          patient appointment prescription diagnosis treatment clinic student course exam grade
          teacher school building room meter reading tariff outage grid turbine well pipeline
          sample batch recipe machine shift defect audit permit licence tenant lease property
          auction listing bidder donation volunteer grant project task sprint release incident
          alert metric trace deployment cluster region zone store shelf aisle fixture coupon\
          """);

  /** What is done to a subject, or which part of it a table has. */
  public static final List<String> STAGES =
      words(
          """
          daily raw fact dim summary history snapshot clean staging monthly agg features hourly
          weekly latest enriched audit archive backfill delta joined flat scored ranked merged
          sampled masked legacy export import lookup bridge mapping errors rejected pending
          validated deduplicated sessionised pivoted quarterly yearly realtime late test\
          """);

  /** Names of columns. */
  public static final List<String> COLUMNS =
      words(
          """
          id created_at updated_at customer_id status name type amount user_id date order_id
          description country currency email product_id quantity price account_id source
          region city is_active version code category channel total_amount start_date end_date
          device_type session_id event_time event_type ip_address phone address postal_code
          first_name last_name birth_date gender language timezone load_time batch_id row_hash
          deleted_at valid_from valid_to is_current partner_id supplier_id warehouse_id store_id
          invoice_id payment_id payment_method discount tax_rate tax_amount net_amount
          gross_amount unit_price unit_cost margin weight length width height colour size brand
          sku barcode url referrer user_agent browser platform os_version app_version campaign_id
          ad_group keyword clicks impressions conversions spend revenue cost_per_click score
          rank rating review_text comment title body subject_line sent_at opened_at clicked_at
          latitude longitude altitude speed heading temperature humidity pressure voltage
          serial_number firmware manufacturer model_name warranty_until installed_at
          contract_id policy_number claim_number premium deductible risk_score fraud_flag
          approved_by approved_at rejected_reason priority severity assignee_id resolved_at
          due_date department cost_centre manager_id hire_date salary_band job_title
          iban card_last4 merchant_id terminal_id exchange_rate settlement_date ledger_account
          debit credit opening_balance closing_balance fiscal_year fiscal_period
          shipment_id carrier tracking_number shipped_at delivered_at origin destination
          distance_km duration_seconds vehicle_id driver_id route_id stop_sequence
          experiment_id variant cohort_week churn_probability lifetime_value segment_name
          consent_given consent_at opt_out locale utm_source utm_medium utm_content\
          """);

  /** What descriptions say besides. */
  public static final List<String> PHRASES =
      words(
          """
          data report team source system loaded every used values records business key number
          contains from finance sales marketing reporting region customers analytics nightly
          platform model dashboard quality monthly owner service history current active online
          revenue operations europe internal external partner compliance regulatory legal
          consolidated validated corrected estimated actual planned approved cancelled completed
          exchange currency adjusted seasonally warehouse logistics procurement retail wholesale
          mobile web application backend frontend pipeline upstream downstream incremental
          identifier reference attribute dimension measure granularity retention encrypted
          pseudonymised sensitive personal consent deprecated replaced successor migration
          reconciled settlement accounting statutory treasury hedging liquidity forecast
          attribution funnel conversion engagement churn loyalty acquisition pricing elasticity
          maintenance telemetry calibration anomaly threshold capacity utilisation downtime
          clinical trial protocol enrolment curriculum accreditation tariff metering curtailment
          underwriting reinsurance actuarial solvency catastrophe subrogation endorsement\
          """);

  /** Names of products, projects and places: seldom one twice. */
  public static final List<String> NAMES = names();

  private ScaleWords() {}

  private static List<String> words(String text) {
    return List.of(text.strip().split("\\s+"));
  }

  private static List<String> names() {
    List<String> syllables = words(SYLLABLES);
    Set<String> names = new LinkedHashSet<>();
    // Two to four syllables, in an order that does not run through an alphabet.
    for (long i = 1; names.size() < RARE; i++) {
      long digits = Math.floorMod(i * 0x9E3779B97F4A7C15L >>> 20, 810_000L);
      StringBuilder name = new StringBuilder();
      do {
        name.append(syllables.get((int) (digits % syllables.size())));
        digits /= syllables.size();
      } while (digits > 0);
      if (name.length() > 4) {
        names.add(name.toString());
      }
    }
    return List.copyOf(new ArrayList<>(names));
  }
}
